"""Ray tracing: spheres above a chequered plane, one light, shadows and reflections."""

import math


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def scale(self, f):
        return Vec(self.x * f, self.y * f, self.z * f)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self.scale(1.0 / math.sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, colour, mirror):
        self.centre = centre
        self.radius = radius
        self.colour = colour
        self.mirror = mirror

    def hit(self, start, way):
        to = self.centre - start
        along = to.dot(way)
        inside = self.radius * self.radius - (to.dot(to) - along * along)
        if inside < 0.0:
            return None
        root = math.sqrt(inside)
        for distance in (along - root, along + root):
            if distance > 1e-6:
                return distance
        return None

    def normal(self, point):
        return (point - self.centre).unit()

    def shade(self, point):
        return self.colour


class Plane:
    def __init__(self, height, mirror):
        self.height = height
        self.mirror = mirror

    def hit(self, start, way):
        if abs(way.y) < 1e-9:
            return None
        distance = (self.height - start.y) / way.y
        return distance if distance > 1e-6 else None

    def normal(self, point):
        return Vec(0.0, 1.0, 0.0)

    def shade(self, point):
        return 0.9 if (math.floor(point.x) + math.floor(point.z)) % 2 == 0 else 0.2


class Scene:
    def __init__(self, things, light):
        self.things = things
        self.light = light

    def nearest(self, start, way):
        best, found = math.inf, None
        for thing in self.things:
            distance = thing.hit(start, way)
            if distance is not None and distance < best:
                best, found = distance, thing
        return best, found

    def trace(self, start, way, depth):
        distance, thing = self.nearest(start, way)
        if thing is None:
            return 0.3 + 0.4 * max(way.y, 0.0)
        point = start + way.scale(distance)
        normal = thing.normal(point)
        to_light = (self.light - point).unit()
        light = 0.1
        if self.nearest(point, to_light)[1] is None:
            light += 0.9 * max(normal.dot(to_light), 0.0)
        value = thing.shade(point) * light
        if thing.mirror and depth:
            back = way - normal.scale(2.0 * way.dot(normal))
            value += thing.mirror * self.trace(point, back.unit(), depth - 1)
        return value


def main(width, height):
    scene = Scene(
        [
            Sphere(Vec(-1.2, 0.2, 5.0), 1.2, 0.9, 0.3),
            Sphere(Vec(1.4, 0.0, 4.0), 1.0, 0.5, 0.5),
            Sphere(Vec(0.1, -0.6, 2.8), 0.4, 0.7, 0.0),
            Plane(-1.0, 0.2),
        ],
        Vec(4.0, 6.0, -2.0),
    )
    eye = Vec(0.0, 0.3, -1.0)
    total = 0.0
    for y in range(height):
        row = ""
        for x in range(width):
            way = Vec((x - width / 2) / width * 1.6, (height / 2 - y) / height, 1.0).unit()
            value = scene.trace(eye, way, 3)
            total += value
            row += " .:-=+*#%@"[min(int(value * 10), 9)]
        print(row)
    print(round(total, 6))


main(150, 75)

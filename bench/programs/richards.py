"""An operating system's scheduler: tasks, packets, queues (after Martin Richards' benchmark)."""

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE, WORK = 0, 1


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        p = queue
        while p.link is not None:
            p = p.link
        p.link = self
        return queue


class Task:
    def __init__(self, scheduler, ident, priority, queue):
        self.scheduler = scheduler
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.pending = queue is not None
        self.waiting = True
        self.holding = False
        scheduler.add(self)

    def run_packet(self, packet):
        raise NotImplementedError

    def runnable(self):
        return not self.holding and (self.pending or not self.waiting)

    def take(self):
        packet = None
        if self.waiting and self.pending:
            packet = self.queue
            self.queue = packet.link
            self.pending = self.queue is not None
            self.waiting = False
        return self.run_packet(packet)

    def give(self, packet):
        self.queue = packet.append_to(self.queue)
        self.pending = True


class Idle(Task):
    def __init__(self, scheduler, rounds):
        super().__init__(scheduler, IDLE, 0, None)
        self.waiting = False
        self.control = 1
        self.rounds = rounds

    def run_packet(self, packet):
        self.rounds -= 1
        if self.rounds == 0:
            self.holding = True
            return
        if self.control & 1 == 0:
            self.control //= 2
            self.scheduler.release(DEVICE_A)
        else:
            self.control = (self.control // 2) ^ 0xD008
            self.scheduler.release(DEVICE_B)


class Worker(Task):
    def __init__(self, scheduler, queue):
        super().__init__(scheduler, WORKER, 1000, queue)
        self.destination = HANDLER_A
        self.count = 0

    def run_packet(self, packet):
        if packet is None:
            self.waiting = True
            return
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.ident = self.destination
        packet.datum = 0
        for i in range(4):
            self.count = self.count % 26 + 1
            packet.data[i] = 64 + self.count
        self.scheduler.send(packet)


class Handler(Task):
    def __init__(self, scheduler, ident, priority, queue):
        super().__init__(scheduler, ident, priority, queue)
        self.work = None
        self.devices = None

    def run_packet(self, packet):
        if packet is not None:
            if packet.kind == WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is not None:
            count = work.datum
            if count >= 4:
                self.work = work.link
                self.scheduler.send(work)
                return
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.datum = work.data[count]
                work.datum = count + 1
                self.scheduler.send(device)
                return
        self.waiting = True


class Device(Task):
    def __init__(self, scheduler, ident, priority):
        super().__init__(scheduler, ident, priority, None)
        self.packet = None

    def run_packet(self, packet):
        if packet is None:
            if self.packet is None:
                self.waiting = True
                return
            p = self.packet
            self.packet = None
            self.scheduler.send(p)
        else:
            self.packet = packet
            self.holding = True


class Scheduler:
    def __init__(self):
        self.tasks = []
        self.by_ident = {}
        self.current = None
        self.sent = 0
        self.released = 0

    def add(self, task):
        self.tasks.append(task)
        self.by_ident[task.ident] = task
        self.tasks.sort(key=lambda t: -t.priority)

    def release(self, ident):
        self.released += 1
        self.by_ident[ident].holding = False

    def send(self, packet):
        self.sent += 1
        target = packet.ident
        packet.ident = self.current.ident
        self.by_ident[target].give(packet)

    def run(self):
        while True:
            for task in self.tasks:
                if task.runnable():
                    self.current = task
                    task.take()
                    break
            else:
                return


def main(rounds):
    s = Scheduler()
    Idle(s, rounds)
    queue = Packet(None, WORKER, WORK)
    queue = Packet(queue, WORKER, WORK)
    Worker(s, queue)
    for ident, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
        queue = Packet(None, device, DEVICE)
        queue = Packet(queue, device, DEVICE)
        queue = Packet(queue, device, DEVICE)
        Handler(s, ident, priority, queue)
    Device(s, DEVICE_A, 4000)
    Device(s, DEVICE_B, 5000)
    s.run()
    return s.sent, s.released


print(main(80000))

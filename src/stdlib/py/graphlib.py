"""Topological sorting."""

from types import GenericAlias

__all__ = ['TopologicalSorter', 'CycleError']

_OUT = -1
_DONE = -2


class _Node:
    """A node: how many predecessors are not done (or _OUT, _DONE), and which nodes wait for it."""

    __slots__ = 'node', 'missing', 'successors'

    def __init__(self, node):
        self.node = node
        self.missing = 0
        self.successors = []


class CycleError(ValueError):
    """The graph has a cycle: args[1] is one, its first node again at the end."""


class TopologicalSorter:
    """Gives the nodes of a graph so that each comes after its predecessors."""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._passed_out = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _get(self, node):
        info = self._nodes.get(node)
        if info is None:
            self._nodes[node] = info = _Node(node)
        return info

    def add(self, node, *predecessors):
        """Add a node and what must come before it."""
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        info = self._get(node)
        info.missing += len(predecessors)
        for predecessor in predecessors:
            self._get(predecessor).successors.append(node)

    def prepare(self):
        """Close the graph and look for cycles."""
        if self._ready is not None:
            raise ValueError('cannot prepare() more than once')
        self._ready = [i.node for i in self._nodes.values() if i.missing == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError('nodes are in a cycle', cycle)

    def get_ready(self):
        """The nodes whose predecessors are all done, each once."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        result = tuple(self._ready)
        for node in result:
            self._nodes[node].missing = _OUT
        self._ready.clear()
        self._passed_out += len(result)
        return result

    def is_active(self):
        """Whether there is more to come."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        return self._finished < self._passed_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Say that nodes are done."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        for node in nodes:
            info = self._nodes.get(node)
            if info is None:
                raise ValueError(f'node {node!r} was not added using add()')
            if info.missing != _OUT:
                if info.missing >= 0:
                    raise ValueError(f'node {node!r} was not passed out (still not ready)')
                raise ValueError(f'node {node!r} was already marked done')
            info.missing = _DONE
            for successor in info.successors:
                waiting = self._nodes[successor]
                waiting.missing -= 1
                if waiting.missing == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _find_cycle(self):
        """Some cycle as a list, or None: a walk in depth that meets a node of its own path."""
        nodes = self._nodes
        seen = set()
        for start in nodes:
            if start in seen:
                continue
            path, where, stack = [], {}, []
            node = start
            while True:
                if node in seen:
                    if node in where:
                        return path[where[node]:] + [node]
                else:
                    seen.add(node)
                    where[node] = len(path)
                    path.append(node)
                    stack.append(iter(nodes[node].successors))
                while path:
                    try:
                        node = next(stack[-1])
                        break
                    except StopIteration:
                        del where[path.pop()]
                        stack.pop()
                else:
                    break
        return None

    def static_order(self):
        """All nodes in order."""
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)

    __class_getitem__ = classmethod(GenericAlias)

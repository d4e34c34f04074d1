"""The smallest element first."""

__all__ = ["heapify", "heappop", "heappush", "heappushpop", "heapreplace", "merge", "nlargest", "nsmallest"]


def _up(heap, at):
    # The element at `at` moves towards the root until what is above it is not greater.
    item = heap[at]
    while at > 0:
        above = (at - 1) >> 1
        if not item < heap[above]:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = item


def _down(heap, at):
    # The smaller child moves up until a leaf is reached; then the element finds its place from there.
    start, end, item = at, len(heap), heap[at]
    child = 2 * at + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    while at > start:
        above = (at - 1) >> 1
        if not item < heap[above]:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = item


def heappush(heap, item):
    """Adds an element."""
    heap.append(item)
    _up(heap, len(heap) - 1)


def heappop(heap):
    """Takes the smallest element out."""
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    _down(heap, 0)
    return first


def heapreplace(heap, item):
    """Takes the smallest element out, then adds one."""
    first = heap[0]
    heap[0] = item
    _down(heap, 0)
    return first


def heappushpop(heap, item):
    """Adds an element, then takes the smallest out."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _down(heap, 0)
    return item


def heapify(x):
    """Puts a list in the order of a heap."""
    for at in range(len(x) // 2 - 1, -1, -1):
        _down(x, at)


def merge(*iterables, key=None, reverse=False):
    """One sorted row from several."""
    rows = [value for row in iterables for value in row]
    rows.sort(key=key, reverse=reverse)
    return iter(rows)


def nlargest(n, iterable, key=None):
    """The n greatest elements, greatest first."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


def nsmallest(n, iterable, key=None):
    """The n smallest elements, smallest first."""
    return sorted(iterable, key=key)[:max(n, 0)]

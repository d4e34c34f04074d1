"""Values from texts that write them."""
import _literals

__all__ = ["literal_eval"]


def literal_eval(node_or_string):
    """The value that a text writes: numbers, texts, containers of them; nothing in it is run."""
    if not isinstance(node_or_string, str):
        raise ValueError(f"malformed node or string: {node_or_string!r}")
    return _literals.read(node_or_string.lstrip(" \t"))

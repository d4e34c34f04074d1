"""The classes of values that have no name of their own."""
import _classes

__all__ = ["BuiltinFunctionType", "BuiltinMethodType", "EllipsisType", "FunctionType", "GeneratorType",
           "LambdaType", "MappingProxyType", "MethodType", "ModuleType", "NoneType", "NotImplementedType",
           "SimpleNamespace", "TracebackType"]

NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)
FunctionType = LambdaType = type(lambda: None)
BuiltinFunctionType = BuiltinMethodType = type(len)
ModuleType = type(_classes)
MappingProxyType = type(int.__dict__)
GeneratorType = type(x for x in ())


class _Methods:
    def method(self):
        return None


MethodType = type(_Methods().method)


class SimpleNamespace:
    """Attributes, and nothing else."""

    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        return "namespace(" + ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items()) + ")"

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, SimpleNamespace) else NotImplemented

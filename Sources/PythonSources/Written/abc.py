"""Classes that say what their subclasses must have."""
import _classes

__all__ = ["ABC", "ABCMeta", "abstractclassmethod", "abstractmethod", "abstractproperty", "abstractstaticmethod"]

ABC = _classes.ABC
ABCMeta = _classes.ABCMeta


def abstractmethod(funcobj):
    """Marks a method that each class below has to write."""
    funcobj.__isabstractmethod__ = True
    return funcobj


def abstractclassmethod(callable):
    """Marks a method of the class that each class below has to write."""
    return classmethod(abstractmethod(callable))


def abstractstaticmethod(callable):
    """Marks a function that each class below has to write."""
    return staticmethod(abstractmethod(callable))


def abstractproperty(fget):
    """Marks an attribute that each class below has to write."""
    return property(abstractmethod(fget))

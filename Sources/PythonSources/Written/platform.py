"""What this system is."""
import os as _os
import sys as _sys

__all__ = ["architecture", "machine", "node", "platform", "processor", "python_implementation", "python_version",
           "python_version_tuple", "release", "system", "uname", "version"]


def uname():
    """What this system calls itself."""
    return _os.uname()


def system():
    """The name of the system."""
    return _os.uname().sysname


def node():
    """The name of this machine."""
    return _os.uname().nodename


def release():
    """The release of the system."""
    return _os.uname().release


def version():
    """The version of the system."""
    return _os.uname().version


def machine():
    """The sort of processor."""
    return _os.uname().machine


def processor():
    """Nothing: the system does not say."""
    return ""


def architecture(executable="", bits="", linkage=""):
    """Bits of an address, and the form of programs."""
    return ("64bit", "ELF")


def platform(aliased=False, terse=False):
    """The system in one line."""
    return f"{system()}-{release()}-{machine()}"


def python_version():
    """The version of the language."""
    return ".".join(str(number) for number in _sys.version_info[:3])


def python_version_tuple():
    """The version of the language, in parts."""
    return tuple(str(number) for number in _sys.version_info[:3])


def python_implementation():
    """The name of what runs the language."""
    return "Lagado"

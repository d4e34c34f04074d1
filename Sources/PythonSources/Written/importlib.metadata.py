"""What is known of the packages that are here."""
import _importlib

__all__ = ["PackageNotFoundError", "metadata", "version"]


class PackageNotFoundError(ModuleNotFoundError):
    """Nothing is known of a package."""

    def __str__(self):
        return f"No package metadata was found for {self.args[0]}"


def version(distribution_name):
    """The version of a package."""
    if not distribution_name:
        raise ValueError("A distribution name is required.")
    found = _importlib.version(distribution_name.lower().replace("_", "-"))
    if found is None:
        raise PackageNotFoundError(distribution_name)
    return found


def metadata(distribution_name):
    """Name and version of a package."""
    return {"Name": distribution_name, "Version": version(distribution_name)}

"""Random numbers of torch: where they stand, and a block that leaves them as they were."""
import torch

__all__ = ["manual_seed", "seed", "initial_seed", "get_rng_state", "set_rng_state", "fork_rng"]


def manual_seed(seed):
    """torch.manual_seed."""
    return torch.manual_seed(seed)


def seed():
    """torch.seed."""
    return torch.seed()


def initial_seed():
    """torch.initial_seed."""
    return torch.initial_seed()


def get_rng_state():
    """torch.get_rng_state."""
    return torch.get_rng_state()


def set_rng_state(new_state):
    """torch.set_rng_state."""
    return torch.set_rng_state(new_state)


class fork_rng:
    """A block whose draws leave the generator as it was before."""

    def __init__(self, devices=None, enabled=True, _caller="fork_rng", _devices_kw="devices", device_type="cpu"):
        self.enabled = enabled

    def __enter__(self):
        if self.enabled:
            self._state = torch.get_rng_state()

    def __exit__(self, *error):
        if self.enabled:
            torch.set_rng_state(self._state)

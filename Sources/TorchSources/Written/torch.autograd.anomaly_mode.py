"""Looking for NaN in gradients, and telling the line of the forward call."""
import warnings

import _autograd

__completes__ = "torch.autograd"
__all__ = ["detect_anomaly", "set_detect_anomaly"]


class detect_anomaly:
    """A block in which backward() ends where a gradient is NaN, with the line of the forward call."""

    def __init__(self, check_nan=True):
        self.check_nan = check_nan
        self.prev = False
        self.prev_check_nan = True
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for "
            "debugging.", stacklevel=2)

    def __enter__(self):
        self.prev, self.prev_check_nan = _autograd.anomalies(True, self.check_nan)

    def __exit__(self, *args):
        _autograd.anomalies(self.prev, self.prev_check_nan)


class set_detect_anomaly:
    """The same, switched on or off at once, or for a block."""

    def __init__(self, mode, check_nan=True):
        self.prev, self.prev_check_nan = _autograd.anomalies(mode, check_nan)

    def __enter__(self):
        pass

    def __exit__(self, *args):
        _autograd.anomalies(self.prev, self.prev_check_nan)

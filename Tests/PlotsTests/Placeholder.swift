import Testing

import Plots

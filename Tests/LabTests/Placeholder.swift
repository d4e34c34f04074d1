import Testing

import Lab

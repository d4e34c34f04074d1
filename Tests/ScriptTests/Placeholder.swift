import Testing

import Script

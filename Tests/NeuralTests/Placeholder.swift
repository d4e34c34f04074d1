import Testing

import Neural

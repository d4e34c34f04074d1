import Testing

import GPT

import Testing

import Notebook

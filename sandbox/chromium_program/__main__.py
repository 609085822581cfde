"""Says where the Chromium of this machine is; exit status 1 where there is none."""

import sys

from sandbox.chromium_program import NoChromium, program

try:
    print(program().path)
except NoChromium as missing:
    sys.exit(str(missing))

"""Every door's example is a body that the door itself would read, in the place that is shipped."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from siaga.app.desks import DESKS
from siaga.platform.desk import Desk, Door
from siaga.platform.place_files import load_place
from siaga.platform.vault import Sealer
from siaga.platform.wire import CommandReader, Seal
from tests.builders import NOW

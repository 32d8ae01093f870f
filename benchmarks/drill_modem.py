"""`siaga`, whose modem speaks in a drill too: a benchmark's only pretends, and reaches nobody."""

from __future__ import annotations

import sys

from siaga.app.channel_settings import modem_settings
from siaga.app.cli import main
from siaga.app.text_channels import TextChannels
from siaga.channels.sms.modem import Modem


def pretended(channels: TextChannels) -> Modem:
    return Modem(modem_settings(channels.config))


if __name__ == "__main__":
    TextChannels._modem = pretended  # type: ignore[method-assign, assignment]
    sys.exit(main())

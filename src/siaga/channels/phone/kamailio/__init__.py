"""The telephone edge made of Kamailio and rtpengine, behind the port of this channel."""

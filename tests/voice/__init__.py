"""Real calls through a real Kamailio and rtpengine, and what must survive."""

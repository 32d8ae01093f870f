"""WhatsApp Cloud API: signed posts in, replies and location requests out."""

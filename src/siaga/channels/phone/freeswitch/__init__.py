"""FreeSWITCH by its event socket, for sites that have one. NOT PROVEN ON A LIVE SERVER."""

"""Arcus: margin accounts of perpetuals by address and index; keyless reads, weighed limits, no list form."""

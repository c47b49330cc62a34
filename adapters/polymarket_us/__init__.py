"""Polymarket US: firm, users, trading accounts, cash, positions, orders; private_key_jwt and a 180-second token."""

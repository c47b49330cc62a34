"""The contract, its scalars, and the opaque texts that clients hand back."""

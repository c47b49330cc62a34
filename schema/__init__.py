"""What clients may ask: types that only declare, the printed contract, and the named example operations."""

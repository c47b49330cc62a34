"""How any venue is called: policy (attempts, rates, circuit, health, shared flights) apart from the wire."""

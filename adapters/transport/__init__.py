"""How any venue is called: deadlines, retries, rates, circuit, health and shared reads, composed by `Transport`.

What belongs here is the same for every venue; its calls, signatures and answers belong in the venue's own folder. Only
`wire` knows the HTTP library, the other modules decide and never send.
"""

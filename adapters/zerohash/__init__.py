"""zerohash: participants, labeled accounts and their ledgers; HMAC-signed REST, four dialects of paging."""

"""Makes a parsed document lean: the chain of its tokens is taken apart, so that it is freed as soon as it is dropped.

Each token of graphql-core knows the next and the one before, and each node knows two of them: a document is one large
cycle, which only a full collection of garbage would find. Errors need no more than where a node starts and ends.
"""

from graphql import DocumentNode, Location, Node, Token, TokenKind

_NO_TOKEN = Token(TokenKind.SOF, 0, 0, 0, 0)


def made_lean(document: DocumentNode) -> int:
    """Take the tokens away from a document; where its nodes stand remains. Returns how many nodes it has."""
    if document.loc is not None:
        _unlink(document.loc.start_token)
    nodes: list[Node] = [document]
    count = 0
    while nodes:
        node = nodes.pop()
        count += 1
        for key in node.keys:  # by name: looking at its dictionary would make one, which takes as much again
            value = getattr(node, key, None)
            if isinstance(value, Location):
                value.start_token = value.end_token = _NO_TOKEN
            elif isinstance(value, Node):
                nodes.append(value)
            elif isinstance(value, tuple | list):
                nodes += [item for item in value if isinstance(item, Node)]
    return count


def _unlink(token: Token | None) -> None:
    while token is not None:
        following = token.next
        token.prev = token.next = None
        token = following

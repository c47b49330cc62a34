"""Executes field by field like graphql-core, but lets others have the event loop while long lists are completed."""

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeAlias, cast

from graphql import GraphQLList, GraphQLOutputType, GraphQLResolveInfo, get_named_type
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import AwaitableOrValue, Path

from gateway.execution.plain import Plain
from gateway.execution.turns import Share

Items: TypeAlias = Iterator[tuple[int, Any]]


class PatientExecutor(Executor[Any]):
    """Stops at an item of a plain list when the turn's slice is used up, and goes on in a later turn."""

    def __init__(self, *arguments: Any, share: Share, **more: Any) -> None:  # noqa: ANN401 - graphql-core's own
        super().__init__(*arguments, **more)
        self._share = share
        self._plain = Plain(self.schema, self.fragment_definitions)

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: AsyncIterable[Any] | Iterable[Any],
        position_context: Any,  # noqa: ANN401 - graphql-core's own
    ) -> AwaitableOrValue[list[Any]]:
        """Complete a list: at once where it is short or asks loaders, else in as many turns as it takes."""
        if not self._may_stop(return_type, info, result):
            return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)
        completed: list[Any] = []
        items: Items = enumerate(cast("Iterable[Any]", result))

        def complete(index: int, item: Any) -> bool:  # noqa: ANN401 - of any list
            return self.complete_list_item_value(
                item,
                completed,
                return_type.of_type,
                field_details_list,
                info,
                path.add_key(index, None),
                position_context,
            )

        for index, item in items:
            if self._share.over():
                return self._in_turns(complete, completed, chain([(index, item)], items))
            if complete(index, item):
                return self._in_turns(complete, completed, items, last=completed[-1])
        return completed

    def _may_stop(self, of: GraphQLList[GraphQLOutputType], info: GraphQLResolveInfo[Any], result: object) -> bool:
        """Whether nothing is looked up below the list, and nothing in it is still to be awaited."""
        return (
            isinstance(result, list | tuple)
            and self._plain.below(info.field_nodes, get_named_type(of))
            and not any(self.is_awaitable(item) for item in result)
        )

    async def _in_turns(
        self,
        complete: Callable[[int, Any], bool],
        completed: list[Any],
        items: Items,
        last: Awaitable[Any] | None = None,
    ) -> list[Any]:
        """Complete the rest; `complete` says whether what it added is to be awaited."""
        if last is not None:
            completed[-1] = await last
        for index, item in items:
            await self._share.next()
            if complete(index, item):
                completed[-1] = await completed[-1]
        return completed

namespace IntegrityWatch.History;

/// <summary>Another run is changing the history, and may be done soon.</summary>
public sealed class HistoryBusyException(string message, string hint) : CannotCheckException(message, hint);

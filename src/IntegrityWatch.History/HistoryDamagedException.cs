namespace IntegrityWatch.History;

/// <summary>The file is a history, and does not hold what was published: it can be set aside and rebuilt from an exported generation.</summary>
public sealed class HistoryDamagedException(string message, string hint, Exception? cause = null) : CannotCheckException(message, hint, cause);

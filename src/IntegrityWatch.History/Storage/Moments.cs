namespace IntegrityWatch.History.Storage;

/// <summary>
/// Each change that a run makes to the files of a history, told just before it is made: there a kill, a full disk or a power cut can
/// come. Only tests listen: they check what would be left, or let the change fail.
/// </summary>
internal static class Moments
{
    private static readonly AsyncLocal<Action<string>?> Listener = new();

    /// <param name="listener">Told of what this flow of control changes, and of no other's; null for none.</param>
    public static void Listen(Action<string>? listener) => Listener.Value = listener;

    /// <param name="change">The system call that makes it.</param>
    public static void Before(string change) => Listener.Value?.Invoke(change);
}

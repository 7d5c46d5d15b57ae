namespace IntegrityWatch.Platform;

/// <summary>
/// Something a person can mend keeps the program from judging: exit 3. The message is one line, what and where;
/// the hint is the next step.
/// </summary>
public class CannotCheckException : Exception
{
    public CannotCheckException(string message, string? hint = null, Exception? cause = null) : base(message, cause) =>
        Hint = hint;

    public string? Hint { get; }

    /// <summary>True where something high or critical is known all the same: exit 2, which no monitor takes for less than 3 would be.</summary>
    public bool IsCritical { get; init; }
}

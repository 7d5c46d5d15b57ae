using IntegrityWatch.Detection;

namespace IntegrityWatch.Doctor;

/// <summary>Looks at one subject. What it throws makes the subject unknown, and stops no other.</summary>
/// <param name="id">The first word of the ids of its results.</param>
/// <param name="subject">What it looks at, in a word or two.</param>
internal abstract class DoctorCheck(string id, string subject)
{
    public string Id { get; } = id;

    public string Subject { get; } = subject;

    /// <summary>True where nothing can be said of the host if this cannot be looked at.</summary>
    public virtual bool IsEssential => false;

    public abstract IEnumerable<CheckResult> Examine(CheckedHost host);

    /// <summary>Examines the host. What was found before something could not be read stands.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public IReadOnlyList<CheckResult> Run(CheckedHost host)
    {
        var results = new List<CheckResult>();
        try
        {
            foreach (var result in Examine(host))
                results.Add(result);
        }
        catch (CannotCheckException fault)
        {
            results.Add(Unknown("readable", fault.Message, fault.Hint));
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not OutOfMemoryException)
        {
            results.Add(Unknown("readable", $"could not be looked at: {fault.GetType().Name}: {fault.Message}", "please report this, with what is under the root"));
        }
        return results;
    }

    protected CheckResult Ok(string aspect, string message) => Result(aspect, Verdict.Ok, message, null);

    protected CheckResult Warning(string aspect, string message, string? advice) => Result(aspect, Verdict.Warning, message, advice);

    protected CheckResult Critical(string aspect, string message, string? advice) => Result(aspect, Verdict.Critical, message, advice);

    protected CheckResult Unknown(string aspect, string message, string? advice = null) => Result(aspect, Verdict.Unknown, message, advice);

    private CheckResult Result(string aspect, Verdict state, string message, string? advice) =>
        new($"{Id}.{aspect}", Subject, state, message, advice) { IsEssential = IsEssential };
}

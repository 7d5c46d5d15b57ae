using IntegrityWatch.Detection;

namespace IntegrityWatch.Doctor;

/// <summary>Makes the results of one subject.</summary>
internal abstract class Examination(string id, string subject) : IExamination
{
    public string Id => id;

    public string Subject => subject;

    public virtual bool IsEssential => false;

    public abstract IEnumerable<HealthCheck> Examine(ExaminedHost host);

    protected HealthCheck Ok(string aspect, string message) => Result(aspect, Verdict.Ok, message, null);

    protected HealthCheck Warning(string aspect, string message, string? advice) => Result(aspect, Verdict.Warning, message, advice);

    protected HealthCheck Critical(string aspect, string message, string? advice) => Result(aspect, Verdict.Critical, message, advice);

    protected HealthCheck Unknown(string aspect, string message, string? advice = null) => Result(aspect, Verdict.Unknown, message, advice);

    private HealthCheck Result(string aspect, Verdict state, string message, string? advice) =>
        new($"{id}.{aspect}", subject, state, message, advice) { IsEssential = IsEssential };
}

namespace IntegrityWatch.Doctor;

/// <summary>Looks at one subject. What it throws makes the subject unknown, and stops no other.</summary>
internal interface IExamination
{
    /// <summary>The first word of the ids of its checks.</summary>
    string Id { get; }

    string Subject { get; }

    /// <summary>True where nothing can be said of the host if this cannot be looked at.</summary>
    bool IsEssential => false;

    IEnumerable<HealthCheck> Examine(ExaminedHost host);
}

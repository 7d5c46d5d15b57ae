using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>What makes an incident the same as one before.</summary>
/// <param name="Kind">The kind of finding that it makes, such as <c>violation</c>.</param>
/// <param name="Path">Empty where it concerns the evidence as a whole.</param>
/// <param name="Subject">See <see cref="Incident.Subject"/>.</param>
public readonly record struct IncidentKey(string Kind, HostPath Path, string Subject)
{
    public static IncidentKey Of(Incident incident) => new(incident.Kind.Name(), incident.Path, incident.Subject);
}

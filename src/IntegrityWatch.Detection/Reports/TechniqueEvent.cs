using IntegrityWatch.Detection.Attack;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>What keyed audit rules saw of one technique, object and actor.</summary>
public sealed record TechniqueEvent(Technique Technique, IncidentRecord Incident);

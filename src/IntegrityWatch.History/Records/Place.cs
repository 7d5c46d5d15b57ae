namespace IntegrityWatch.History.Records;

/// <summary>
/// A document that is nothing but its key, and by which others are found. LiteDB's own index over a field would cost a large first scan
/// more than everything else: it takes its values as the documents come, so that every one changes some other page of it. Places are
/// put in their own order.
/// </summary>
internal sealed record Place(RecordKey Key);

namespace IntegrityWatch.History.Records;

/// <summary>
/// By which a digest's documents are found: a document of its own, under their key with the digest's hash first. LiteDB's index
/// over a field would cost a large first scan more than everything else: it takes its values as the documents come, so that every
/// one changes some other page of it. These are put in their own order.
/// </summary>
/// <param name="Key">Of the document that has the digest.</param>
internal sealed record DigestPlace(RecordKey Key);

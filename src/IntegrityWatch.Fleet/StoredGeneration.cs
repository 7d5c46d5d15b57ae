namespace IntegrityWatch.Fleet;

/// <summary>A generation that was approved for a group.</summary>
/// <param name="Number">Its number in the group.</param>
/// <param name="Document">What <c>baseline export</c> wrote.</param>
/// <param name="Signature">The bare signature of that.</param>
public sealed record StoredGeneration(int Number, byte[] Document, byte[] Signature)
{
    /// <summary>Of a document: a store keeps no value of a gigabyte, and a baseline of a million paths has half of this.</summary>
    public const int MostBytes = 256 << 20;
}

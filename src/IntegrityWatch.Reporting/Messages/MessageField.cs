namespace IntegrityWatch.Reporting.Messages;

/// <summary>One named value of a message.</summary>
/// <param name="Name">Lower case with underscores: the same in every format that has fields of its own.</param>
/// <param name="Text">Of any characters, at most <see cref="MessageFields.LongestText"/> bytes as UTF-8; null for a number.</param>
/// <param name="Number">Null for a text.</param>
public readonly record struct MessageField(string Name, string? Text, long? Number);

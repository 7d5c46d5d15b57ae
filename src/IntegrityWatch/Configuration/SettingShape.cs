namespace IntegrityWatch.Configuration;

/// <summary>What the value of a key is.</summary>
internal enum SettingShape
{
    Text,

    /// <summary>The name of a file that must be there.</summary>
    File,

    /// <summary>A text that must not stand in a file.</summary>
    Secret,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of objects with keys of their own.</summary>
    Objects,
}

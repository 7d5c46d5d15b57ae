namespace IntegrityWatch.Detection;

/// <summary>The files of <c>policies/</c>, which are also inside the program so that it works with no files around it.</summary>
public static class ShippedData
{
    public static Stream Open(string name) =>
        typeof(ShippedData).Assembly.GetManifestResourceStream("policies/" + name)
        ?? throw new InvalidOperationException($"the program was built without policies/{name}");
}

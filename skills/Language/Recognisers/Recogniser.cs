namespace Assistant.Skills.Language.Recognisers;

/// <summary>The recognisers, by what they recognise and in which language. Each reads a text once, from left to right, and adds what it finds in order.</summary>
public static class Recogniser
{
    /// <summary>A recogniser without a reference time.</summary>
    public delegate void Finder(string text, List<Recognised> found);

    /// <summary>A recogniser of dates and times, which are relative to a moment.</summary>
    public delegate void TimeFinder(string text, DateTime reference, List<Recognised> found);
}

using System.ComponentModel.DataAnnotations;

namespace Assistant.Bot.Models;

/// <summary>What a language model may be asked for. Each is switched on by its name in <c>Llm:Uses</c>.</summary>
public enum ModelUse
{
    /// <summary>Names the intent of a message that the own reader is unsure of.</summary>
    Understanding,

    /// <summary>Chooses among approved wordings of a reply.</summary>
    Wording,

    /// <summary>Composes a line for an agent of approved sentences, reviewed before it is shown.</summary>
    Coach,

    /// <summary>Chooses what a simulated cardholder says before and after their words.</summary>
    Practice,

    /// <summary>Picks what was said that the next person needs to know, word for word.</summary>
    Summary,

    /// <summary>Finds the approved answer to a general question.</summary>
    Knowledge,
}

/// <summary>The language model. Off by default; everything works without.</summary>
public sealed class LlmSettings
{
    /// <summary>none, openai (OpenAI and everything compatible) or azure. Default none.</summary>
    public string Provider { get; init; } = "none";

    /// <summary>Address that ends in /v1, such as https://api.openai.com/v1, https://NAME.openai.azure.com/openai/v1 or http://localhost:11434/v1.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Name of the model, or of the deployment on Azure.</summary>
    public string? Model { get; init; }

    /// <summary>Key. With azure and none, the default Azure credential is used; a local model needs none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Any of understanding, wording, coach, practice, summary, knowledge, comma-separated. Default understanding, coach.</summary>
    public string Uses { get; init; } = "understanding, coach";

    /// <summary>Country the endpoint is in (ISO 3166, such as CN), or local. Needed where prompts/model/endpoints.yaml does not know the host.</summary>
    public string? Region { get; init; }

    /// <summary>Laws of the people whose words are sent, comma-separated. Default CN.</summary>
    public string Jurisdictions { get; init; } = "CN";

    /// <summary>On what words of people in China leave the country (PIPL 38): a name of prompts/model/endpoints.yaml. Default: none, and a foreign endpoint does not start.</summary>
    public string? CrossBorderBasis { get; init; }

    /// <summary>How answers are held to their shape: json_schema, json_object or tools, as far as the endpoint can. What comes is checked by us in any case. Default json_schema.</summary>
    public string Answers { get; init; } = "json_schema";

    /// <summary>Longest a reading may take, with its retries. Default 2 seconds.</summary>
    [Range(0.1, 60)]
    public double UnderstandingSeconds { get; init; } = 2;

    /// <summary>Longest a choice of wording may take. Default 3 seconds.</summary>
    [Range(0.1, 60)]
    public double WordingSeconds { get; init; } = 3;

    /// <summary>Longest anything for staff may take. Default 8 seconds.</summary>
    [Range(0.1, 120)]
    public double DraftSeconds { get; init; } = 8;

    /// <summary>Requests at once; one more is not sent. Default 8.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; init; } = 8;

    /// <summary>Times a request is sent again after 408, 429, 5xx or a broken connection, as far as the time allows. Default 1.</summary>
    [Range(0, 5)]
    public int Retries { get; init; } = 1;

    /// <summary>Tokens one conversation may use. Default 60,000.</summary>
    [Range(0, 100_000_000)]
    public long TokensPerConversation { get; init; } = 60_000;

    /// <summary>Tokens all may use on one day of the bank. Default 5,000,000.</summary>
    [Range(0, 100_000_000_000)]
    public long TokensPerDay { get; init; } = 5_000_000;

    /// <summary>Price of a million tokens sent, in the currency of your contract. Default 0: cost is not counted.</summary>
    [Range(0, 100_000)]
    public decimal PriceIn { get; init; }

    /// <summary>Price of a million tokens received.</summary>
    [Range(0, 100_000)]
    public decimal PriceOut { get; init; }

    /// <summary>Most one conversation may cost. Default: no limit but the tokens'.</summary>
    [Range(0, 1_000_000_000)]
    public decimal? CostPerConversation { get; init; }

    /// <summary>Most a day may cost. Default: no limit but the tokens'.</summary>
    [Range(0, 1_000_000_000)]
    public decimal? CostPerDay { get; init; }

    /// <summary>Whether a model is configured.</summary>
    public bool IsOn => Provider != "none";

    /// <summary>The uses switched on; none while no model is configured.</summary>
    public IReadOnlySet<ModelUse> UseSet => IsOn ? Names(Uses).Select(name => Enum.Parse<ModelUse>(name, ignoreCase: true)).ToHashSet() : new HashSet<ModelUse>();

    /// <summary>Laws of the people whose words are sent.</summary>
    public IReadOnlyList<string> JurisdictionList => [.. Names(Jurisdictions).Select(name => name.ToUpperInvariant())];

    /// <summary>The longest a use may take.</summary>
    public TimeSpan LimitOf(ModelUse use) => TimeSpan.FromSeconds(use switch
    {
        ModelUse.Understanding or ModelUse.Knowledge => UnderstandingSeconds,
        ModelUse.Wording => WordingSeconds,
        _ => DraftSeconds,
    });

    /// <summary>Mistakes, one line for each setting to correct. Where the endpoint is, <see cref="ModelEndpoints"/> judges.</summary>
    public IEnumerable<string> Check()
    {
        if (Provider is not ("none" or "openai" or "azure"))
            yield return $"Llm:Provider: '{Provider}' is not one of none, openai, azure.";
        if (!IsOn)
            yield break;
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || !address.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal))
            yield return $"Llm:Endpoint: '{Endpoint}' is not an address that ends in /v1; for example https://api.openai.com/v1.";
        if (string.IsNullOrWhiteSpace(Model))
            yield return "Llm:Model: required beside Llm:Provider; the name of the model, or of the deployment on Azure.";
        if (Names(Uses).Where(name => !Enum.GetNames<ModelUse>().Contains(name, StringComparer.OrdinalIgnoreCase)).ToList() is { Count: > 0 } unknown)
            yield return $"Llm:Uses: {string.Join(", ", unknown)}: known are {string.Join(", ", Enum.GetNames<ModelUse>()).ToLowerInvariant()}.";
        if (Answers is not ("json_schema" or "json_object" or "tools"))
            yield return $"Llm:Answers: '{Answers}' is not one of json_schema, json_object, tools.";
        // A country misspelt would count as one whose people nobody protects.
        if (Region is { Length: > 0 } && !Region.Equals("local", StringComparison.OrdinalIgnoreCase) && !IsCountry(Region))
            yield return $"Llm:Region: '{Region}' is neither the two letters of a country (ISO 3166, such as CN) nor local.";
        if (JurisdictionList.Count == 0 || !JurisdictionList.All(IsCountry))
            yield return $"Llm:Jurisdictions: '{Jurisdictions}': at least one, each the two letters of a country (ISO 3166, such as CN).";
        var ranges = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), ranges, validateAllProperties: true);
        foreach (var range in ranges)
            yield return $"Llm:{range.MemberNames.Single()}: {range.ErrorMessage}";
        if ((CostPerConversation is not null || CostPerDay is not null) && PriceIn == 0 && PriceOut == 0)
            yield return "Llm:PriceIn, Llm:PriceOut: required beside a limit of cost; otherwise nothing would ever count against it.";
    }

    private static bool IsCountry(string name) => name.Length == 2 && name.All(char.IsAsciiLetter);

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

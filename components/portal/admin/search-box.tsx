"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { TextInput } from "#components/ui/text-input.tsx";

interface SearchBoxProps {
  readonly label: string;
  readonly hint: string;
  readonly onSearch: (text: string) => void;
}

const TYPING_MS = 350;

/** Searches once nobody types any more. */
export function SearchBox({ label, hint, onSearch }: SearchBoxProps) {
  const [typed, setTyped] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => onSearch(typed.trim()), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <search className="max-w-md">
      <TextInput
        label={label}
        hideLabel
        type="search"
        placeholder={hint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        before={<Search size={16} aria-hidden="true" />}
      />
    </search>
  );
}

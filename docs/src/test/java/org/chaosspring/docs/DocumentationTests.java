package org.chaosspring.docs;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.chaosspring.autoconfigure.ChaosAutoConfiguration;
import org.chaosspring.docs.example.OwnChaosConfiguration;
